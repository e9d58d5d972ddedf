// The frame around every view, and the state that outlives a change of view.
import {useCallback, useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {ApiError, match} from './api/client.ts';
import {type App, AppContext} from './app_context.ts';
import {type Consult, newConsult, safetyOf, toRequest, type Typed, withResponse} from './model/consult.ts';
import {refreshRegion} from './model/region.ts';
import {parseRoute, type Route, toHash} from './model/route.ts';
import {loadSettings, saveSettings, type Settings} from './model/settings.ts';
import {Footer, Header} from './parts/frame.tsx';
import {useShortcuts} from './parts/shortcuts.ts';
import {setLanguage, t} from './text/index.ts';
import {CompareBar, CompareView} from './views/compare.tsx';
import {ConsultView} from './views/consult.tsx';
import {HelpView} from './views/help.tsx';
import {LeafletView} from './views/leaflet.tsx';
import {SearchView} from './views/search.tsx';
import {ServiceView} from './views/service.tsx';
import {SupplyView} from './views/supply.tsx';

const manyServices = 12;
const fewServices = 3;

function showTheme(theme: Settings['theme']) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function startSettings(): Settings {
  const settings = loadSettings();
  setLanguage(settings.language);
  showTheme(settings.theme);
  return settings;
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  }, []);
  return online;
}

function useRoute(): [Route, (route: Route) => void] {
  const [route, setRoute] = useState<Route>(() => parseRoute(location.hash));
  const shown = useRef(route.view + ('id' in route ? route.id : ''));
  useEffect(() => {
    const update = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  // A new view begins at its heading, for the eye and for a screen reader.
  useEffect(() => {
    const key = route.view + ('id' in route ? route.id : '');
    if (shown.current === key) return;
    shown.current = key;
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('main h1')?.focus();
  }, [route]);
  return [route, useCallback((next: Route) => (location.hash = toHash(next)), [])];
}

export function Page({settings: initial, typed}: {settings: Settings; typed: Partial<Typed>}) {
  const [settings, setSettings] = useState(initial);
  const [route, go] = useRoute();
  const [consult, setConsult] = useState<Consult>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const [wide, setWide] = useState(false);
  const [compared, setCompared] = useState<string[]>([]);
  const [live, setLive] = useState('');
  const running = useRef<AbortController | undefined>(undefined);
  const online = useOnline();

  const run = useCallback(async (asked: Consult, services: number, focus: boolean) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    setFailure('');
    setConsult(asked);
    try {
      const response = await match(toRequest(asked, services), controller.signal);
      const next = withResponse(asked, response);
      setConsult(next);
      const name = (level = response.level) => response.ladder?.find((step) => step.level === level)?.displayName ?? '';
      const safety = safetyOf(next);
      const advice = t(safety && !safety.advice.soft ? 'announceSafety' : 'announce', {name: name()});
      setLive(response.chosenLevel ? `${advice} ${t('announceChosen', {name: name(response.chosenLevel)})}` : advice);
      // A red flag is where the reading begins.
      const start = safety && !safety.advice.soft ? 'safety-title' : 'advies';
      if (focus) requestAnimationFrame(() => document.getElementById(start)?.focus());
    } catch (error) {
      if (controller.signal.aborted) return;
      setFailure(error instanceof ApiError ? `${error.code}: ${error.message}` : 'unknown');
    }
    setBusy(false);
  }, []);

  useEffect(() => {
    if (settings.place === '' || !online) return;
    const later = setTimeout(() => void refreshRegion(settings.place).catch(() => undefined), 3000);
    return () => clearTimeout(later);
  }, [settings.place, online]);

  const app = useMemo<App>(
    () => ({
      route,
      go,
      settings,
      change(part) {
        const next = {...settings, ...part};
        if (next.language !== settings.language) setLanguage(next.language);
        showTheme(next.theme);
        saveSettings(next);
        setSettings(next);
      },
      online,
      announce: setLive,
      consult,
      busy,
      failure,
      wide,
      ask(asked) {
        setWide(false);
        void run(newConsult(asked), fewServices, true);
      },
      revise: (next) => void run(next, wide ? manyServices : fewServices, false),
      widen() {
        setWide(true);
        if (consult) void run(consult, manyServices, false);
      },
      restart() {
        running.current?.abort();
        setConsult(undefined);
        setFailure('');
        setBusy(false);
        go({view: 'consult'});
        requestAnimationFrame(() => document.getElementById('question')?.focus());
      },
      compared,
      toggleCompared: (id) => setCompared((ids) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id].slice(-3))),
      clearCompared: () => setCompared([]),
    }),
    [route, go, settings, online, consult, busy, failure, wide, compared, run],
  );
  useShortcuts(app);

  return (
    <AppContext.Provider value={app}>
      <a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#inhoud" onClick={(event) => { event.preventDefault(); document.getElementById('inhoud')?.focus(); }}>{t('skip')}</a>
      <Header />
      <main id="inhoud" class={`page page--${route.view}`} tabIndex={-1}>
        <View route={route} typed={typed} />
      </main>
      <CompareBar />
      <Footer />
      <p class="visually-hidden" aria-live="polite">{live}</p>
    </AppContext.Provider>
  );
}

function View({route, typed}: {route: Route; typed: Partial<Typed>}) {
  switch (route.view) {
    case 'consult':
      return <ConsultView typed={typed} />;
    case 'leaflet':
      return <LeafletView />;
    case 'search':
      return <SearchView route={route} />;
    case 'supply':
      return <SupplyView municipality={route.municipality} />;
    case 'service':
      return <ServiceView id={route.id} />;
    case 'compare':
      return <CompareView ids={route.ids} />;
    case 'help':
      return <HelpView />;
  }
}
