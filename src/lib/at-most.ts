/** Waits until the work has ended, with success or not, at most `ms` milliseconds. */
export async function waitAtMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  const ended = (): void => undefined;
  await Promise.race([work.then(ended, ended), expired]);
  clearTimeout(timer);
}
