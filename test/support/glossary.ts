/** Words that have a private meaning in this project, each with the word to use instead. */
export const PRIVATE_WORDS: Readonly<Record<string, RegExp>> = {
  "command, instead of wish": /\bwish(?:e[sd])?\b/iu,
  "publish, report or say, instead of tell": /\b(?:told|tell(?:s|ing)?)\b/iu,
  "request or query, instead of ask": /\bask(?:s|ed|ing|ers?)?\b/iu,
  "response, result or page, instead of answer": /\banswer(?:s|ed|ing)?\b/iu,
  "caller, client or operator, instead of whoever": /\b(?:whoever|those (?:who|that)|what is of)\b/iu,
  "poll, read or check, instead of look": /\blook(?:s|ed|ing)?\b(?! up\b|s? like\b)/iu,
  // A promise is kept or broken, and has the state KEPT.
  "cached or stored, instead of kept": /(?<!promises? (?:was |were |is |stays )?|rate of )\b[Kk]ept\b(?! promises?)/u,
  "present at the vendor, instead of held": /\bheld\b/iu,
  "observed, instead of seen": /\b(?:un)?seen\b/iu,
  "last observation, instead of sheet or sighting": /\b(?:sheets?|sightings?|familiar)\b/iu,
  "populate, instead of learn": /\blearn(?:s|t|ed)?\b/iu,
  "unknown outcome, instead of lost answer": /\blost answers?\b/iu,
  "reconcile, instead of settle": /\bsettl(?:e[sd]?|ing|ement)\b/iu,
  "notify, instead of ring": /\b(?:rung|rings|(?:a|the) ring)\b(?! groups?\b)/iu,
  "lock or tick, instead of turn": /\b(?:its|their|takes?|under a|in one) turns?\b/iu,
  "in-flight request, instead of flight": /(?<!in[- ])\bflights?\b|\blanded\b/iu,
  "renew, instead of prolong": /\bprolong(?:s|ed|ing)?\b/iu,
  "estimate or compute, instead of reckon": /\breckon\w*\b/iu,
  "vendor status or value, instead of word": /\b(?:own|vendor's|its|unknown|of the vendor) words?\b/iu,
  "invalid, instead of no use": /\bof (?:no|any) use\b/iu,
  "absent, instead of missed": /\bmissed\b/iu,
  "fault, instead of trouble": /\b(?:troubles?|spoil(?:s|t|ed|ing)?)\b/iu,
  "project, module or port, instead of house, room or door": /\b(?:the house|rooms?|the (?:one )?door|cattle)\b/iu,
  "PII, instead of people": /\b(?:sees? people|people's)\b/iu,
  "batch, instead of gather": /\bgather(?:s|ed|ing)?\b/iu,
  "background sync, instead of upkeep": /\bupkeep\b/iu,
  "have a state, instead of fare": /\b(?:fares?|fared|heeds?)\b/iu,
  "authenticate, instead of come in": /\b(?:lets?|comes?|came|coming) in\b/iu,
  "cool-down or back off, instead of rest": /\b(?:left alone|rests)\b/iu,
};

/** Files where a word has its ordinary meaning, or stands for a name that stays for now. */
export const EXCEPTIONS: readonly {
  readonly file: string;
  readonly word: keyof typeof PRIVATE_WORDS;
  readonly reason: string;
}[] = [
  {
    file: "src/domain/outcome.ts",
    word: "response, result or page, instead of answer",
    reason: "people and machines answer telephone calls",
  },
  {
    file: "schema/schema.graphql",
    word: "response, result or page, instead of answer",
    reason: "the descriptions of CallOutcomeCategory: people and machines answer telephone calls",
  },
  {
    file: "docs/statuses.md",
    word: "response, result or page, instead of answer",
    reason: "the same descriptions of CallOutcomeCategory",
  },
];

/** An opening that defines a thing by a relative clause instead of by its name. */
export const VAGUE_OPENING = /^(?:What|Who|Where|That|Nobody|Of)\b/u;
