// Whole records by id. `missing` when one is not there.
import {useEffect, useState} from 'preact/hooks';
import {ApiError, getService} from '../api/client.ts';
import type {Service} from '../api/types.ts';

export interface Fetched {
  services: Service[];
  failure: string;  // Connect's code and message; "" = none
  ready: boolean;
}

export function useServices(ids: string[]): Fetched {
  const [fetched, setFetched] = useState<Fetched>({services: [], failure: '', ready: false});
  const key = ids.join();
  useEffect(() => {
    const controller = new AbortController();
    setFetched({services: [], failure: '', ready: false});
    Promise.all(ids.map((id) => getService(id, controller.signal))).then(
      (services) => setFetched({services, failure: '', ready: true}),
      (error: unknown) => {
        if (!controller.signal.aborted) setFetched({services: [], failure: error instanceof ApiError ? `${error.code}: ${error.message}` : 'unknown', ready: true});
      },
    );
    return () => controller.abort();
  }, [key]);
  return fetched;
}
