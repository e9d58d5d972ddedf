// Loads a source file of the page as it is built, without a browser: `await load('model/privacy.ts')`.
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {domainData} from '../../../clients/web/domain_data.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const domain = domainData(path.join(root, 'data'));

// Several files in one bundle, so that they share what they import: `load('a.ts', 'b.ts')` answers the exports of both.
export async function load(...files) {
  const contents = files.map((file) => `export * from './${file}';`).join('\n');
  const {outputFiles} = await build({
    stdin: {contents, resolveDir: path.join(root, 'clients/web/src'), loader: 'ts'},
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    plugins: [
      {
        name: 'domain-data',
        setup(builder) {
          builder.onResolve({filter: /^domain-data$/}, ({path: name}) => ({path: name, namespace: 'domain-data'}));
          builder.onLoad({filter: /.*/, namespace: 'domain-data'}, () => ({contents: JSON.stringify(domain), loader: 'json'}));
        },
      },
    ],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
