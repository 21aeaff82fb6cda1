import { describe, expect, it } from "vitest";
import { ONE_SOURCE, settingsReader } from "./support/read-settings.js";

const { read, mistakesIn, write } = settingsReader();

describe("read replicas", () => {
  const DATABASE_URL = "postgresql://db.example/ringback";
  const [one, two] = ["postgresql://one.example/ringback", "postgres://reader:secret@two.example:5433/ringback"];

  it("are the URLs of a variable or a file, separated by commas or spaces", () => {
    const urlsOf = (environment: Record<string, string>): readonly string[] =>
      read(ONE_SOURCE, { DATABASE_URL, ...environment }).databaseReadUrls;
    expect(urlsOf({})).toEqual([]);
    expect(urlsOf({ DATABASE_READ_URL: one })).toEqual([one]);
    expect(urlsOf({ DATABASE_READ_URL: `${one}, ${two}` })).toEqual([one, two]);
    expect(urlsOf({ DATABASE_READ_URL_FILE: write("read-url", `${one} ${two}\n`) })).toEqual([one, two]);
  });

  it("are rejected without a primary, from two places and as other than URLs, without their values", () => {
    const mistakes = (environment: Record<string, string>): string => mistakesIn(ONE_SOURCE, environment);
    expect(mistakes({ DATABASE_READ_URL: one })).toContain("DATABASE_READ_URL: set DATABASE_URL as well");
    expect(
      mistakes({ DATABASE_URL, DATABASE_READ_URL: one, DATABASE_READ_URL_FILE: write("read-url", two) }),
    ).toContain("DATABASE_READ_URL_FILE: DATABASE_READ_URL is set as well: unset one of them");
    for (const wrong of ["two.example/ringback?password=secret", "mysql://root:secret@db", `${one},secret`]) {
      const message = mistakes({ DATABASE_URL, DATABASE_READ_URL: wrong });
      expect(message).toContain(
        "DATABASE_READ_URL: expected a URL such as postgresql://user@host:5432/name, or several",
      );
      expect(message).not.toContain("secret");
    }
  });

  it("may lag for `database.replicaLagMs`, 5 s by default", () => {
    expect(read(ONE_SOURCE).database.replicaLagMs).toBe(5000);
    expect(read(`database: { replicaLagMs: 800 }\n${ONE_SOURCE}`).database.replicaLagMs).toBe(800);
    expect(mistakesIn(`database: { replicaLagMs: 10 }\n${ONE_SOURCE}`)).toContain("database.replicaLagMs");
  });
});
