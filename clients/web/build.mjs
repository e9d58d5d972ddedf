// Builds the page: `node build.mjs --out DIR` writes index.html, sw.js and assets/NAME.HASH.EXT, and a .gz beside each.
// All addresses are relative, so that the page works behind any path prefix.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {build} from 'esbuild';
import {domainData} from './domain_data.mjs';
import {licences} from './licences.mjs';
import {renderShell} from './shell.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const {values} = parseArgs({options: {out: {type: 'string'}}});
if (!values.out) {
  console.error('usage: node clients/web/build.mjs --out DIR');
  process.exit(2);
}
const out = path.resolve(values.out);
const domain = domainData(path.join(root, 'data'));
const common = {absWorkingDir: root, bundle: true, minify: true, target: ['es2022', 'chrome109', 'firefox115', 'safari16'], logLevel: 'warning', legalComments: 'none'};

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 10);

// What the page knows of the field comes from data/, as every other part's knowledge does.
const domainPlugin = {
  name: 'domain-data',
  setup(builder) {
    builder.onResolve({filter: /^domain-data$/}, (args) => ({path: args.path, namespace: 'domain-data'}));
    builder.onLoad({filter: /.*/, namespace: 'domain-data'}, () => ({contents: JSON.stringify(domain), loader: 'json'}));
  },
};

rmSync(out, {recursive: true, force: true});
mkdirSync(path.join(out, 'assets'), {recursive: true});

const bundle = await build({
  ...common,
  // The style of the map is a file of its own, fetched with the map.
  entryPoints: [path.join(here, 'src/main.tsx'), path.join(here, 'styles/page.css'), path.join(here, 'styles/map.css')],
  outdir: path.join(out, 'assets'),
  entryNames: '[name].[hash]',
  chunkNames: '[name].[hash]',
  assetNames: '[name].[hash]',
  format: 'esm',
  splitting: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: {'.png': 'dataurl', '.svg': 'dataurl'},
  plugins: [domainPlugin],
  metafile: true,
});

const built = (end) => {
  const name = Object.entries(bundle.metafile.outputs).find(([, output]) => output.entryPoint?.endsWith(end))?.[0];
  return path.relative(out, path.resolve(root, name));
};

// Files that are taken as they are, under a name with their hash.
const copied = {};
for (const name of readdirSync(path.join(here, 'static'))) {
  const bytes = readFileSync(path.join(here, 'static', name));
  const {name: stem, ext} = path.parse(name);
  copied[name] = `assets/${stem}.${hashOf(bytes)}${ext}`;
  writeFileSync(path.join(out, copied[name]), bytes);
}

const manifest = JSON.stringify({
  name: 'Sociale kaart jeugd',
  short_name: 'Sociale kaart',
  lang: 'nl',
  start_url: '../',
  scope: '../',
  display: 'standalone',
  background_color: '#f6f5f1',
  theme_color: '#0f4c4f',
  icons: [{src: path.basename(copied['icon.svg']), sizes: 'any', type: 'image/svg+xml'}],
});
const manifestPath = `assets/page.${hashOf(manifest)}.webmanifest`;
writeFileSync(path.join(out, manifestPath), manifest);

// What others wrote goes with their licences.
const licenceText = licences(root, Object.keys(bundle.metafile.inputs));
const licencePath = `assets/licences.${hashOf(licenceText)}.txt`;
writeFileSync(path.join(out, licencePath), licenceText);

const html = renderShell({script: built('main.tsx'), style: built('page.css'), mapStyle: built('map.css'), icon: copied['icon.svg'], manifest: manifestPath, licences: licencePath, domain});
writeFileSync(path.join(out, 'index.html'), html);

// The service worker keeps exactly the files of this build.
const shell = ['./', ...readdirSync(path.join(out, 'assets')).filter((name) => !name.endsWith('.txt')).map((name) => `assets/${name}`)];
await build({
  ...common,
  entryPoints: [path.join(here, 'src/sw.ts')],
  outfile: path.join(out, 'sw.js'),
  format: 'iife',
  define: {SHELL_FILES: JSON.stringify(shell), SHELL_VERSION: JSON.stringify(hashOf(html + shell.join()))},
});

for (const name of readdirSync(out, {recursive: true, withFileTypes: true})) {
  if (!name.isFile()) continue;
  const file = path.join(name.parentPath ?? name.path, name.name);
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), {level: 9}));
}
