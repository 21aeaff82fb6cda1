import { expect, it } from "vitest";
import { createRouterCheck, isRouterEntry } from "./router-list.js";

it.each([
  ["https://router.example.com", true],
  ["http://10.0.0.7:4001/callback", true],
  ["10.0.0.0/8", true],
  ["fd00::/8", true],
  ["127.0.0.1", true],
  ["router.example.com", false],
  ["ftp://router.example.com", false],
  ["https://user:password@router.example.com", false],
  ["https://router.example.com/?a=b", false],
  ["10.0.0.0/99", false],
])("%s can be an entry of the list: %s", (entry, isEntry) => {
  expect(isRouterEntry(entry)).toBe(isEntry);
});

it.each([
  [[], "http://127.0.0.1/callback", false],
  [["https://router.example.com/callback"], "https://router.example.com/callback", true],
  [["https://router.example.com/callback/"], "https://router.example.com/callback/7", true],
  [["https://router.example.com/callback"], "https://router.example.com/callback7", false],
  [["https://router.example.com/callback"], "https://router.example.com:444/callback", false],
  [["https://router.example.com/callback"], "http://router.example.com/callback", false],
  [["https://router.example.com"], "https://router.example.com.evil.example/", false],
  [["10.0.0.0/8"], "http://10.1.2.3:4000/callback/7", true],
  [["10.0.0.0/8"], "http://11.1.2.3/callback", false],
  [["10.0.0.0/8"], "http://10.example.com/callback", false],
  [["fd00::/8"], "http://[fd00::7]:4000/", true],
  [["fd00::/8"], "http://[fe80::7]/", false],
  // Other spellings of an IPv4 address are read as the address.
  [["10.0.0.0/8"], "http://0x7f000001/", false],
  [["127.0.0.1"], "http://2130706433/", true],
  [["10.0.0.0/8"], "http://[::ffff:127.0.0.1]/", false],
])("with %j, results may be sent to %s: %s", (entries, url, isAllowed) => {
  expect(createRouterCheck(entries)(new URL(url))).toBe(isAllowed);
});
