// The directory: words, place, filters with counts, pages. The filters stand in the address as codes; the words never do.
import {useEffect, useState} from 'preact/hooks';
import {ApiError, searchServices} from '../api/client.ts';
import type {SearchResponse} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import {kindName, levelName, levelOfCode, problemName} from '../model/domain.ts';
import {formatDate, parseAge} from '../model/format.ts';
import {completable, findPersonalData} from '../model/privacy.ts';
import {loadRegion, type Region, searchRegion} from '../model/region.ts';
import {type Route, searchRoute, serviceId} from '../model/route.ts';
import {snippetParts} from '../model/service_view.ts';
import {Card} from '../parts/card.tsx';
import {Combobox} from '../parts/combobox.tsx';
import {Facets} from '../parts/facets.tsx';
import {Failure} from '../parts/failure.tsx';
import {MapToggle} from '../parts/map_toggle.tsx';
import {PersonalNotice, withoutPersonalData} from '../parts/personal.tsx';
import {dutch, t} from '../text/index.ts';

type SearchRoute = Route & {view: 'search'};
interface Asked {
  text: string;
  place: string;
  age: number | undefined;
  radiusKm: number;
}

const pageSize = 10;
const radii = [5, 10, 25, 50];
// Kept while the page lives, so that a look at a service and back does not lose the words. Never stored.
let last: Asked = {text: '', place: '', age: undefined, radiusKm: 0};

// The next search begins at this place: for views that lead here.
export function searchAt(place: string): void {
  last = {text: '', place, age: undefined, radiusKm: 0};
}

const levelsOf = (codes: string[]) => codes.flatMap((code) => levelOfCode(code) ?? []);

export function SearchView({route}: {route: SearchRoute}) {
  const {settings, online, announce, go} = useApp();
  const [text, setText] = useState(last.text);
  const [place, setPlace] = useState(last.place || settings.place);
  const [age, setAge] = useState(last.age === undefined ? '' : String(last.age));
  const [radiusKm, setRadiusKm] = useState(last.radiusKm);
  const [asked, setAsked] = useState<Asked>({...last, place: last.place || settings.place});
  const [tokens, setTokens] = useState<string[]>([]);
  const [answer, setAnswer] = useState<SearchResponse>();
  const [failure, setFailure] = useState('');
  const [region, setRegion] = useState<Region>();
  const findings = findPersonalData(text);
  const filters = JSON.stringify([route.levels, route.kinds, route.problems, route.free]);

  useEffect(() => setTokens([]), [filters]);
  useEffect(() => {
    const controller = new AbortController();
    const {age: years} = asked;
    searchServices({
      text: asked.text,
      ...(asked.place ? {place: {text: asked.place}} : {}),
      ...(years === undefined || Number.isNaN(years) ? {} : {ageYears: years}),
      filter: {levels: levelsOf(route.levels), kinds: route.kinds, problems: route.problems, freeAccess: route.free, ...(asked.radiusKm && asked.place ? {radiusM: asked.radiusKm * 1000} : {})},
      pageSize,
      ...(tokens.at(-1) ? {pageToken: tokens.at(-1) ?? ''} : {}),
      facets: ['level', 'kind', 'problem'],
    }, controller.signal).then((response) => {
      setAnswer(response);
      setFailure('');
      announce(t('results', {count: Number(response.totalSize ?? 0)}));
    }, async (error: unknown) => {
      if (controller.signal.aborted) return;
      setAnswer(undefined);
      setFailure(error instanceof ApiError ? `${error.code}: ${error.message}` : 'unknown');
      if (error instanceof ApiError && error.code === 'offline') setRegion(await loadRegion());
    });
    return () => controller.abort();
  }, [asked, tokens, filters, online]);

  const submit = (event: Event) => {
    event.preventDefault();
    if (findings.length > 0) return document.getElementById('zoektekst')?.focus();
    last = {text: text.trim(), place: place.trim(), age: parseAge(age), radiusKm};
    setTokens([]);
    setAsked(last);
  };
  const turn = (next: string[]) => {
    setTokens(next);
    document.getElementById('results-title')?.focus();
  };
  const total = Number(answer?.totalSize ?? 0);
  const kept = region ? searchRegion(region, asked.text, (codes) => codes.map(problemName).join(' ')) : [];
  const chosen = [...route.levels.map((code) => levelName(levelOfCode(code) ?? 'HELP_LEVEL_UNSPECIFIED')), ...route.kinds.map(kindName), ...route.problems.map(problemName)];

  return (
    <>
      <form class="ask ask--search" onSubmit={submit} noValidate autocomplete="off" role="search">
        <h1 class="ask__title" tabIndex={-1}>{t('searchTitle')}</h1>
        <div class="ask__grid">
          <div class="field field--question">
            <Combobox id="zoektekst" name="text" label={t('searchText')} value={text} fragment={completable} kinds={['problem', 'kind', 'service']} hint={t('searchHint')} describedBy="search-fault" invalid={findings.length > 0} onInput={setText}
              onPick={({kind, code = '', text: name = ''}) => {
                if (kind === 'service') return go({view: 'service', id: serviceId(code)});
                setText(name);
                last = {text: name, place: place.trim(), age: parseAge(age), radiusKm};
                setTokens([]);
                setAsked(last);
              }} />
          </div>
          <div class="field field--age"><label class="utrecht-form-label" for="search-age">{t('age')}</label><input class="utrecht-textbox" id="search-age" value={age} inputMode="decimal" maxLength={8} autocomplete="off" onInput={(event) => setAge(event.currentTarget.value)} /></div>
          <div class="field field--place"><label class="utrecht-form-label" for="search-place">{t('place')}</label><input class="utrecht-textbox" id="search-place" value={place} maxLength={80} autocomplete="off" onInput={(event) => setPlace(event.currentTarget.value)} /></div>
          <div class="field field--role"><label class="utrecht-form-label" for="search-radius">{t('radius')}</label>
            <select class="utrecht-select utrecht-select--html-select" id="search-radius" value={radiusKm} onChange={(event) => setRadiusKm(Number(event.currentTarget.value))}>
              <option value={0}>{t('radiusAny')}</option>
              {radii.map((km) => <option key={km} value={km}>{t('radiusKm', {km})}</option>)}
            </select>
          </div>
          <div class="field field--go"><button class="utrecht-button utrecht-button--primary-action" type="submit">{t('searchGo')}</button></div>
        </div>
        <PersonalNotice id="search-fault" text={text} findings={findings} onClean={() => setText(withoutPersonalData(text))} />
      </form>
      {failure && !region && <Failure failure={failure} />}
      {region && failure && (
        <section class="results">
          <p class="notice" role="status">{t('offlineTitle')}. {t('offlineSearch', {place: region.place, date: formatDate(region.date)})}</p>
          <h2 class="section-title" id="results-title" tabIndex={-1}>{t('results', {count: kept.length})}</h2>
          {kept.slice(0, 50).map((result) => result.service && <Card key={result.service.name} heading="h3" found={{...result, service: result.service}} />)}
        </section>
      )}
      {failure.startsWith('offline') && !region && <p class="notice">{t('offlineNone')}</p>}
      {answer && (
        <div class="finder">
          <Facets route={route} answer={answer} />
          <section class="results" aria-labelledby="results-title">
            <h2 class="section-title" id="results-title" tabIndex={-1}>{total === 1 ? t('resultsOne') : t('results', {count: total})}{answer.place?.displayName ? <span class="quiet" {...dutch()}> {t('resultsNear', {place: answer.place.displayName})}</span> : ''}</h2>
            {chosen.length > 0 && <p class="quiet" {...dutch()}>{chosen.join(' · ')} <a class="utrecht-link" href="#/zoeken" onClick={(event) => { event.preventDefault(); go(searchRoute); }}>{t('filtersClear')}</a></p>}
            {answer.correctedText && <p class="notice">{t('corrected', {text: answer.correctedText})}</p>}
            {answer.noGoodMatch && total > 0 && <p class="notice">{t('noGoodMatch')}</p>}
            {total === 0 && <p class="notice">{t('noResults')} {t('noResultsHelp')}</p>}
            {answer.results?.map((result) => result.service && (
              <Card key={result.service.name} heading="h3" found={{...result, service: result.service}}
                snippet={result.snippet ? snippetParts(result.snippet).map((part, index) => (part.marked ? <mark key={index}>{part.text}</mark> : part.text)) : undefined} />
            ))}
            {(tokens.length > 0 || answer.nextPageToken) && (
              <nav class="pages" aria-label={t('pageOf', {page: tokens.length + 1})}>
                <button type="button" class="utrecht-button utrecht-button--secondary-action" disabled={tokens.length === 0} onClick={() => turn(tokens.slice(0, -1))}>{t('previous')}</button>
                <span>{t('pageOf', {page: tokens.length + 1})}</span>
                <button type="button" class="utrecht-button utrecht-button--secondary-action" disabled={!answer.nextPageToken} onClick={() => turn([...tokens, answer.nextPageToken ?? ''])}>{t('next')}</button>
              </nav>
            )}
            {total > 0 && <MapToggle services={(answer.results ?? []).flatMap((result) => result.service ?? [])} place={answer.place} />}
          </section>
        </div>
      )}
    </>
  );
}
