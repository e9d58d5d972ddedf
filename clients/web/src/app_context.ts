// What every view may use: the route, what this browser remembers, the consult that is going on, and what is chosen to compare.
import {createContext} from 'preact';
import {useContext} from 'preact/hooks';
import type {Consult, Typed} from './model/consult.ts';
import type {Route} from './model/route.ts';
import type {Settings} from './model/settings.ts';

export interface App {
  route: Route;
  go(route: Route): void;
  settings: Settings;
  change(settings: Partial<Settings>): void;
  online: boolean;
  announce(text: string): void;  // to a polite live region

  consult: Consult | undefined;
  busy: boolean;
  failure: string;               // Connect's code; "" = none
  ask(typed: Typed): void;
  revise(consult: Consult): void;  // asks again with a corrected consult, without moving the focus
  widen(): void;                 // more services on each step
  wide: boolean;
  restart(): void;

  compared: string[];            // ids, at most three
  toggleCompared(id: string): void;
  clearCompared(): void;
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('outside of the app');
  return app;
}
