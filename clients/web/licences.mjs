// The licences of the npm packages that a build holds code or styles of, each text once.
import {readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';

// `inputs`: files as esbuild names them, "node_modules/@utrecht/link-css/dist/index.css".
export function licences(root, inputs) {
  const names = [...new Set(inputs.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []))].sort();
  const packagesByText = new Map();
  for (const name of names) {
    const folder = path.join(root, 'node_modules', name);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file`);
    const text = readFileSync(path.join(folder, file), 'utf8').trim();
    const {version, license} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...packagesByText].map(([text, packages]) => `${packages.join('\n')}\n\n${text}\n`).join(`\n${'='.repeat(80)}\n\n`);
}
