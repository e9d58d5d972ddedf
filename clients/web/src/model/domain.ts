// Names of codes, from data/ at build time.
import data from 'domain-data';
import type {HelpLevel} from '../api/types.ts';

const kinds = new Map(data.kinds);
const problems = new Map(data.problems);
const access = new Map(data.access);

export const kindName = (code: string) => kinds.get(code) ?? code;
export const problemName = (code: string) => problems.get(code) ?? code;
export const accessName = (code: string) => access.get(code) ?? code;
export const allProblems = data.problems;
export const helpLines = data.helpLines;

export const levelName = (level: HelpLevel) => data.levels.find((entry) => entry.level === level)?.name ?? level;
export const levelCode = (level: HelpLevel) => data.levels.find((entry) => entry.level === level)?.code ?? '';
export const levelOfCode = (code: string) => data.levels.find((entry) => entry.code === code)?.level as HelpLevel | undefined;
