/**
 * The words for what was found. What a workspace says, too, has a room of its own, so that it is written
 * once and fetched without the rest.
 */
import { checkWords } from '../words/check.ts';
import { keepingWords } from '../words/keeping.ts';
import type { Code, Facts, Finding, KeptCode } from './outcome.ts';

const isKept = (code: Code): code is KeptCode => Object.hasOwn(keepingWords.kept, code);

export const findingOf = (code: Code, facts: Facts): Finding =>
  isKept(code) ? keepingWords.kept[code]() : checkWords.findings[code](facts);
