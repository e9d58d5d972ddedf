// Calls of the API in Connect's form: POST JSON, to this page's own origin alone. Nothing is cached or kept.
import type {MatchRequest, MatchResponse, Override, OverrideReason, PlaceInput, ResolvedPlace, SearchRequest, SearchResponse, Service, SupplyResponse, TermSuggestion} from './types.ts';

// `code` is Connect's: "invalid_argument", "not_found", "unavailable", ...; "offline" when the server could not be reached.
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

async function call<Response>(method: string, request: unknown, signal?: AbortSignal): Promise<Response> {
  let response;
  try {
    response = await fetch(`./socialekaart.v1.${method}`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', 'Connect-Protocol-Version': '1'},
      body: JSON.stringify(request),
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(signal ? {signal} : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('offline', '');
  }
  if (response.ok) return (await response.json()) as Response;
  const failure = (await response.json().catch(() => ({}))) as {code?: string; message?: string};
  throw new ApiError(failure.code ?? 'unknown', failure.message ?? '');
}

export const match = (request: MatchRequest, signal?: AbortSignal) => call<MatchResponse>('MatchService/Match', request, signal);

export const searchServices = (request: SearchRequest, signal?: AbortSignal) => call<SearchResponse>('SearchService/SearchServices', request, signal);

export const getService = (id: string, signal?: AbortSignal) => call<Service>('DirectoryService/GetService', {name: `services/${id}`}, signal);

export const suggestTerms = async (text: string, pageSize: number, signal?: AbortSignal): Promise<TermSuggestion[]> =>
  (await call<{suggestions?: TermSuggestion[]}>('SearchService/SuggestTerms', {text, pageSize}, signal)).suggestions ?? [];

export const resolvePlace = async (place: PlaceInput, signal?: AbortSignal): Promise<ResolvedPlace> =>
  (await call<{place?: ResolvedPlace}>('SearchService/ResolvePlace', {place}, signal)).place ?? {};

export interface Corner {
  latitude?: number;
  longitude?: number;
}

// Roughly where a gemeente lies.
export const outlineOf = async (municipalityCode: string, signal?: AbortSignal): Promise<Corner[]> =>
  (await call<{outline?: Corner[]}>('SearchService/ResolvePlace', {place: {municipalityCode}}, signal)).outline ?? [];

export const overrideReasons = async (municipalityCode: string): Promise<OverrideReason[]> =>
  (await call<{overrideReasons?: OverrideReason[]}>('PolicyService/GetPolicy', {municipalityCode})).overrideReasons ?? [];

export const recordOverride = (override: Override) => call<object>('MatchService/RecordOverride', override);

export const describeSupply = (place: PlaceInput | undefined, signal?: AbortSignal) => call<SupplyResponse>('SearchService/DescribeSupply', place ? {place} : {}, signal);

export const reportIssue = (name: string, kind: string, text: string) => call<object>('DirectoryService/ReportIssue', {name, kind, text});
