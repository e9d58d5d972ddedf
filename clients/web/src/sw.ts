// Keeps the files of the page for when there is no connection. Requests of the API are POST and pass by untouched: no question and no
// answer is ever kept here. The list around the own place is kept by the page itself (model/region.ts).
declare const SHELL_FILES: string[];
declare const SHELL_VERSION: string;

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const cacheName = `shell-${SHELL_VERSION}`;

interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface ServiceWorkerGlobalScope {
  skipWaiting(): Promise<void>;
  clients: {claim(): Promise<void>};
  registration: {scope: string};
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(SHELL_FILES.map((file) => new Request(file, {cache: 'reload', referrerPolicy: 'no-referrer'})));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith('shell-') && name !== cacheName) await caches.delete(name);
  await worker.clients.claim();
}

// Files with a hash never change: from the cache first. The page itself: from the server first, so that a new version shows at once.
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  if (request.mode === 'navigate') {
    return fetch(request).catch(async () => (await cache.match('./')) ?? Response.error());
  }
  return (await cache.match(request, {ignoreVary: true})) ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const {request} = event;
  if (request.method !== 'GET' || !request.url.startsWith(worker.registration.scope)) return;
  const path = request.url.slice(worker.registration.scope.length).replace(/[?#].*$/, '');
  // Only what this page is made of: other reads of the server (its HSDS API, its health) are none of a cache's business.
  if (path === '' || path.startsWith('assets/')) event.respondWith(answer(request));
});
