// Filters with counts. A choice changes the address, and so the list.
import type {SearchResponse} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import type {Route} from '../model/route.ts';
import {dutch, maybe, t} from '../text/index.ts';

type Values = {value?: string; displayName?: string; count?: string}[];
const fields = [['level', 'levels'], ['kind', 'kinds'], ['problem', 'problems']] as const;
const shown = 8;
// Beside the list there is room for them; above it they would hide it.
const wideScreen = () => matchMedia('(min-width: 62rem)').matches;

export function Facets({route, answer}: {route: Route & {view: 'search'}; answer: SearchResponse}) {
  const {go} = useApp();
  const toggle = (field: 'levels' | 'kinds' | 'problems', code: string) => {
    const chosen = route[field];
    go({...route, [field]: chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]});
  };
  const choice = (field: 'levels' | 'kinds' | 'problems', {value = '', displayName = '', count = '0'}: Values[number]) => (
    <label key={value}><input type="checkbox" checked={route[field].includes(value)} onChange={() => toggle(field, value)} /><span {...dutch()}>{displayName}</span> <span class="quiet count">{count}</span></label>
  );
  return (
    <aside class="facets" aria-labelledby="facets-title">
      <details class="facets__all" open={wideScreen()}>
      <summary class="facets__title"><h2 id="facets-title">{t('filters')}</h2></summary>
      <fieldset class="choices"><legend class="visually-hidden">{t('labelAccess')}</legend><label><input type="checkbox" checked={route.free} onChange={() => go({...route, free: !route.free})} /><span>{t('free')}</span></label></fieldset>
      {fields.map(([facet, field]) => {
        const values = answer.facets?.find((one) => one.facet === facet)?.values ?? [];
        if (values.length === 0) return null;
        return (
          <details key={facet} class="facet" open={facet !== 'problem' || route.problems.length > 0}>
            <summary>{maybe(`facet_${facet}`)}</summary>
            <fieldset class="choices">
              <legend class="visually-hidden">{maybe(`facet_${facet}`)}</legend>
              {values.slice(0, facet === 'problem' ? values.length : shown + 1).map((value) => choice(field, value))}
            </fieldset>
          </details>
        );
      })}
      </details>
    </aside>
  );
}
