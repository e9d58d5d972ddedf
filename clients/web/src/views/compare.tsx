// Up to three services side by side, and the bar that says how many are chosen.
import {useApp} from '../app_context.ts';
import {comparison} from '../model/service_view.ts';
import {serviceId} from '../model/route.ts';
import {Failure} from '../parts/failure.tsx';
import {Warn} from '../parts/facts.tsx';
import {useServices} from '../parts/use_services.ts';
import {dutch, t} from '../text/index.ts';

export function CompareBar() {
  const {compared, clearCompared, route} = useApp();
  if (compared.length === 0 || route.view === 'compare' || route.view === 'leaflet') return null;
  return (
    <section class="compare-bar" aria-label={t('compareTitle')}>
      <p role="status">{t('compareBar', {count: compared.length})}</p>
      <a class="utrecht-button utrecht-button--primary-action" href={`#/vergelijk/${compared.join(',')}`}>{t('compareGo')}</a>
      <button type="button" class="utrecht-button utrecht-button--subtle" onClick={clearCompared}>{t('compareClear')}</button>
    </section>
  );
}

export function CompareView({ids}: {ids: string[]}) {
  const {services, failure} = useServices(ids);
  return (
    <>
      <p><a class="utrecht-link" href="#/" onClick={(event) => { if (history.length > 1) { event.preventDefault(); history.back(); } }}>← {t('back')}</a></p>
      <header class="view-head"><h1 class="view-title" tabIndex={-1}>{t('compareTitle')}</h1><p class="quiet">{ids.length === 0 ? t('compareEmpty') : t('compareLead')}</p></header>
      {failure && <Failure failure={failure} />}
      {services.length > 1 && <p class="quiet scroll-hint">{t('scrollHint')}</p>}
      {services.length > 0 && (
        <div class="table-box" role="region" aria-label={t('compareTitle')} tabIndex={0}>
          <table class="compare">
            <thead><tr><td />{services.map((service) => <th key={service.name} scope="col" {...dutch()}><a class="utrecht-link" href={`#/aanbod/${serviceId(service.name)}`}>{service.displayName}</a></th>)}</tr></thead>
            <tbody>
              {comparison(services).map(({label, cells}) => (
                <tr key={label}><th scope="row">{label}</th>{cells.map((fact, index) => <td key={index} {...dutch()}>{fact?.warn && <Warn />}{fact?.text ?? '–'}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
