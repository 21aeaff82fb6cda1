/** A map whose latest key is found without a search: thousands ask for what belongs to one event, one after another. */
export class LatestWeakMap<Key extends WeakKey, Value> {
  private readonly values = new WeakMap<Key, Value>();
  private latestKey: Key | undefined;
  private latestValue: Value | undefined;

  get(key: Key): Value | undefined {
    return key === this.latestKey ? this.latestValue : this.values.get(key);
  }

  /** What is kept of the key, or what `make` makes of it, kept from then on. */
  getOrCreate(key: Key, make: (key: Key) => Value): Value {
    const kept = this.get(key);
    if (kept !== undefined) return kept;
    const made = make(key);
    this.set(key, made);
    return made;
  }

  delete(key: Key): void {
    this.values.delete(key);
    if (key !== this.latestKey) return;
    this.latestKey = undefined;
    this.latestValue = undefined;
  }

  set(key: Key, value: Value): void {
    this.values.set(key, value);
    this.latestKey = key;
    this.latestValue = value;
  }
}
