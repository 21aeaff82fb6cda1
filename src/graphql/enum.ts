import { registerEnumType } from "type-graphql";

/** An enum type whose values stand for themselves, made of its words and their meanings. */
export function defineEnum<Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
): Readonly<Record<Word, Word>> {
  const values = {};
  fillEnum(values, name, description, words);
  return values as Record<Word, Word>;
}

/** As `defineEnum`, for an enum that fields refer to before its words are known. */
export function fillEnum<Word extends string>(
  values: Record<string, string>,
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
): void {
  for (const word of Object.keys(words)) values[word] = word;
  const meanings = Object.entries<string>(words).map(([word, meaning]) => [word, { description: meaning }]);
  registerEnumType(values, { name, description, valuesConfig: Object.fromEntries(meanings) });
}
