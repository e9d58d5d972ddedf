// Head and foot of the page. The help lines stand in the foot of every view, also without a connection.
import {useApp} from '../app_context.ts';
import {helpLines} from '../model/domain.ts';
import {formatDate, telephone} from '../model/format.ts';
import {type Route, searchRoute, toHash} from '../model/route.ts';
import {dutch, t} from '../text/index.ts';

const mark = () => document.querySelector<HTMLLinkElement>('link[rel=icon]')?.getAttribute('href') ?? '';

export function Header() {
  const {route, settings, change} = useApp();
  const english = settings.language === 'en';
  const items: [Route, string, Route['view'][]][] = [
    [{view: 'consult'}, t('navConsult'), ['consult', 'leaflet']],
    [searchRoute, t('navSearch'), ['search', 'service', 'compare']],
    [{view: 'supply', municipality: ''}, t('navSupply'), ['supply']],
    [{view: 'help'}, t('navHelp'), ['help']],
  ];
  return (
    <header class="top">
      <div class="top__in">
        <a class="brand" href="#/">
          <img class="brand__mark" src={mark()} alt="" width={32} height={32} />
          <span class="brand__name" lang="nl">Sociale kaart <span>jeugd</span></span>
        </a>
        <nav class="nav" aria-label={t('navLabel')}>
          <ul>
            {items.map(([target, name, views]) => (
              <li key={target.view}>
                <a href={toHash(target)} aria-current={views.includes(route.view) ? 'page' : undefined}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <button class="lang" type="button" lang={english ? 'nl' : 'en'} aria-label={t('otherLanguageLabel')} onClick={() => change({language: english ? 'nl' : 'en'})}>
          {t('otherLanguage')}
        </button>
      </div>
    </header>
  );
}

export function Footer() {
  return (
    <footer class="foot">
      <div class="foot__in">
        <h2 class="foot__title">{t('dangerTitle')}</h2>
        <ul class="foot__lines" {...dutch()}>
          {helpLines.map(({name, phone}) => (
            <li key={phone}><a class="utrecht-link" href={`tel:${telephone(phone)}`}>{name} <b>{phone}</b></a></li>
          ))}
        </ul>
        <p class="foot__note">{t('footNumbers', {date: formatDate(helpLines[0]?.checked)})} {t('footNote')}</p>
      </div>
    </footer>
  );
}
