// What there is in a gemeente, by topic and step, with its gaps and how fresh it is. A table first: the colours only repeat its words.
import {useEffect, useState} from 'preact/hooks';
import {ApiError, describeSupply} from '../api/client.ts';
import type {SupplyCell, SupplyResponse} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import {levelCode} from '../model/domain.ts';
import {formatDate} from '../model/format.ts';
import {searchRoute, serviceId, toHash} from '../model/route.ts';
import {checkedFact} from '../model/service_view.ts';
import {heat, supplyRows} from '../model/supply.ts';
import {Failure} from '../parts/failure.tsx';
import {useServices} from '../parts/use_services.ts';
import {dutch, t, table} from '../text/index.ts';
import {searchAt} from './search.tsx';

export function SupplyView({municipality}: {municipality: string}) {
  const {go} = useApp();
  const [answer, setAnswer] = useState<SupplyResponse>();
  const [failure, setFailure] = useState('');
  useEffect(() => {
    const controller = new AbortController();
    describeSupply(municipality ? {municipalityCode: municipality} : undefined, controller.signal).then((response) => {
      setAnswer(response);
      setFailure('');
    }, (error: unknown) => {
      if (!controller.signal.aborted) setFailure(error instanceof ApiError ? `${error.code}: ${error.message}` : 'unknown');
    });
    return () => controller.abort();
  }, [municipality]);
  const place = municipality ? (answer?.place?.displayName ?? '') : t('supplyAll');
  return (
    <>
      <header class="view-head">
        <h1 class="view-title" tabIndex={-1}>{t('supplyTitle')}</h1>
        <p class="quiet">{t('supplyLead')}</p>
        {answer && (
          <div class="field field--choose">
            <label class="utrecht-form-label" for="municipality">{t('supplyChoose')}</label>
            <select class="utrecht-select utrecht-select--html-select" id="municipality" value={municipality} onChange={(event) => go({view: 'supply', municipality: event.currentTarget.value})}>
              <option value="">{t('supplyAll')}</option>
              {answer.municipalities?.map(({municipality: one}) => <option key={one?.code} value={one?.code} {...dutch()}>{one?.displayName}</option>)}
            </select>
          </div>
        )}
      </header>
      {failure && (/^(unimplemented|unknown)/.test(failure) ? <p class="notice">{t('supplyUnavailable')}</p> : <Failure failure={failure} />)}
      {answer && !failure && <><HeatTable answer={answer} place={place} /><Freshness answer={answer} /><Municipalities answer={answer} /></>}
    </>
  );
}

function HeatTable({answer, place}: {answer: SupplyResponse; place: string}) {
  const levels = answer.levels ?? [];
  const {rows, most} = supplyRows(answer);
  return (
    <div class="part">
      <h2 class="section-title" id="heat-title">{t('supplyCaption', {place})}</h2>
      <p class="quiet">{t('supplyLegend')}</p>
      <p class="quiet scroll-hint">{t('scrollHint')}</p>
      <div class="table-box" role="region" aria-labelledby="heat-title" tabIndex={0}>
        <table class="heat">
          <thead><tr><th scope="col">{t('supplyProblem')}</th>{levels.map((level) => <th key={level.level} scope="col" {...dutch()}>{level.displayName}</th>)}</tr></thead>
          <tbody {...dutch()}>
            {rows.map((row) => (
              <tr key={row.problem} class={row.problem === '' ? 'heat__total' : undefined}>
                <th scope="row">{row.name}</th>
                {row.cells.map((cell, index) => <HeatCell key={index} place={answer.place?.displayName ?? ''} cell={cell} offered={levels[index]?.offered ?? false} most={most} link={row.problem === '' || !levels[index]?.level ? '' : toHash({...searchRoute, levels: [levelCode(levels[index]?.level ?? 'HELP_LEVEL_UNSPECIFIED')], problems: [row.problem]})} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function HeatCell({cell, offered, most, link, place}: {cell: SupplyCell; offered: boolean; most: number; link: string; place: string}) {
  const count = Number(cell.services ?? 0);
  if (cell.gap) return <td class="heat__gap">{t('supplyGap')}</td>;
  if (count === 0) return <td class="heat__empty">{offered ? '0' : <><span aria-hidden="true">–</span><span class="visually-hidden">{t('supplyNotOffered')}</span></>}</td>;
  return <td class={`heat__cell heat__cell--${heat(count, most)}`}>{link ? <a href={link} onClick={() => place && searchAt(place)}>{count}</a> : count}</td>;
}

function Freshness({answer}: {answer: SupplyResponse}) {
  const fresh = answer.freshness ?? {};
  const all = Number(fresh.services ?? 0);
  const parts = [fresh.fresh, fresh.aging, fresh.stale, fresh.never].map((count) => Number(count ?? 0));
  return (
    <div class="part">
      <h2 class="section-title" id="fresh-title">{t('supplyFreshTitle')}</h2>
      <ul class="bars">
        {parts.map((count, index) => (
          <li key={index}>
            <span class="bars__name">{table().supplyFreshRows[index]}</span>
            <meter class={`bars__bar bars__bar--${index}`} min={0} max={all || 1} value={count} aria-hidden="true" />
            <span class="bars__count">{count}</span>
          </li>
        ))}
      </ul>
      <p>{t('supplyWaiting', {known: Number(fresh.waitingKnown ?? 0), all})} {fresh.oldestCheckedDate ? t('supplyOldest', {date: formatDate(fresh.oldestCheckedDate)}) : ''}</p>
      <Stalest ids={(fresh.stalestServices ?? []).map(serviceId)} />
    </div>
  );
}

// Whom to call first.
function Stalest({ids}: {ids: string[]}) {
  const {services} = useServices(ids);
  if (services.length === 0) return null;
  return (
    <details class="fold">
      <summary>{t('supplyStalest')}</summary>
      <ul class="stalest" {...dutch()}>
        {services.map((service) => <li key={service.name}><a class="utrecht-link" href={`#/aanbod/${serviceId(service.name)}`}>{service.displayName}</a> <span class="quiet">{checkedFact(service).text}</span></li>)}
      </ul>
    </details>
  );
}

function Municipalities({answer}: {answer: SupplyResponse}) {
  return (
    <div class="part">
      <h2 class="section-title" id="all-title">{t('supplyMunicipalities')}</h2>
      <div class="table-box" role="region" aria-labelledby="all-title" tabIndex={0}>
        <table class="heat heat--narrow">
          <thead><tr><th scope="col">{t('supplyChoose')}</th><th scope="col">{t('supplyServices')}</th><th scope="col">{table().supplyFreshRows[0]}</th><th scope="col">{t('supplyGaps')}</th></tr></thead>
          <tbody>
            {answer.municipalities?.map(({municipality, services = '0', freshServices = '0', gaps = 0}) => (
              <tr key={municipality?.code}>
                <th scope="row" {...dutch()}><a class="utrecht-link" href={toHash({view: 'supply', municipality: municipality?.code ?? ''})}>{municipality?.displayName}</a></th>
                <td>{services}</td><td>{t('supplyFresh', {fresh: freshServices, all: services})}</td><td>{gaps}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
