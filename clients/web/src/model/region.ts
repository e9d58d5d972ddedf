// The list around the own place, kept in this browser for when there is no connection. Records of the directory alone; no question.
import {resolvePlace, searchServices} from '../api/client.ts';
import type {SearchResult} from '../api/types.ts';

export interface Region {
  place: string;
  date: string;  // ISO date of the day it was fetched
  results: SearchResult[];
}

const cacheName = 'region';
const address = './region.json';
const pageSize = 100;
const mostPages = 5;

export async function loadRegion(): Promise<Region | undefined> {
  if (!('caches' in globalThis)) return undefined;
  const kept = await (await caches.open(cacheName)).match(address);
  return kept ? ((await kept.json()) as Region) : undefined;
}

// Fetches the list once a day, and again when the place changes.
export async function refreshRegion(place: string): Promise<void> {
  if (!('caches' in globalThis) || place === '') return;
  const date = new Date().toISOString().slice(0, 10);
  const kept = await loadRegion();
  if (kept?.place === place && kept.date === date) return;
  const resolved = await resolvePlace({text: place});
  if (!resolved.point) return; // ambiguous: kept when it is chosen
  const results: SearchResult[] = [];
  let pageToken = '';
  for (let page = 0; page < mostPages; ++page) {
    const answer = await searchServices({text: '', place: {text: place}, filter: {radiusM: 40_000}, pageSize, ...(pageToken ? {pageToken} : {})});
    results.push(...(answer.results ?? []));
    pageToken = answer.nextPageToken ?? '';
    if (pageToken === '') break;
  }
  const region: Region = {place, date, results};
  await (await caches.open(cacheName)).put(address, new Response(JSON.stringify(region), {headers: {'Content-Type': 'application/json'}}));
}

export async function forgetRegion(): Promise<void> {
  if ('caches' in globalThis) await caches.delete(cacheName);
}

// Every word must occur in name, organization or topics: no more is promised without the server.
export function searchRegion(region: Region, text: string, topics: (codes: string[]) => string): SearchResult[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return region.results.filter(({service}) => {
    const all = [service?.displayName, service?.organizationDetail?.displayName, topics(service?.profile?.problems ?? [])].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
