import { registerEnumType } from "type-graphql";

/** Defines an enum type whose values equal their names, from names and descriptions. */
export function defineEnum<Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
): Readonly<Record<Word, Word>> {
  const values = {};
  fillEnum(values, name, description, words);
  return values as Record<Word, Word>;
}

/** As `defineEnum`, for an enum whose values are not known when fields refer to it. */
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
