// The heat table of supply. Pure.
import type {SupplyCell, SupplyResponse} from '../api/types.ts';
import {t} from '../text/index.ts';

export interface SupplyRow {
  problem: string;  // "" = all together
  name: string;
  cells: SupplyCell[];
}

// Rows with a cell for every level, and the highest count of one problem: the warmest colour.
export function supplyRows(answer: SupplyResponse): {rows: SupplyRow[]; most: number} {
  const levels = answer.levels?.length ?? 0;
  const rows = (answer.rows ?? []).map(({problem = '', displayName = '', cells = []}) => ({
    problem,
    name: problem === '' ? t('supplyTotal') : displayName,
    cells: Array.from({length: levels}, (_, index) => cells[index] ?? {}),
  }));
  const counts = rows.filter((row) => row.problem !== '').flatMap((row) => row.cells.map((cell) => Number(cell.services ?? 0)));
  return {rows, most: Math.max(1, ...counts)};
}

// Warmth 1..4, by the root of the share: differences between few count more than between many.
export const heat = (count: number, most: number) => Math.min(4, Math.max(1, Math.ceil(Math.sqrt(count / most) * 4)));
