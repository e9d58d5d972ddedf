// One service in a list: what it is, why it fits, what decides whether to call. The whole record is fetched when it is unfolded.
import type {ComponentChildren} from 'preact';
import {useState} from 'preact/hooks';
import {getService} from '../api/client.ts';
import type {Service} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import {kindName} from '../model/domain.ts';
import {telephone} from '../model/format.ts';
import {serviceId} from '../model/route.ts';
import {type Found, longFacts, shortFacts, type Why} from '../model/service_view.ts';
import {dutch, t} from '../text/index.ts';
import {ContactList} from './contact.tsx';
import {Facts} from './facts.tsx';

export function Card({found, why, snippet, heading = 'h4'}: {found: Found; why?: Why[]; snippet?: ComponentChildren; heading?: 'h3' | 'h4'}) {
  const {compared, toggleCompared} = useApp();
  const [full, setFull] = useState<Service>();
  const {service} = found;
  const id = serviceId(service.name);
  const Heading = heading;
  const phone = service.phones?.[0]?.number;
  const unfold = (event: Event) => {
    if ((event.currentTarget as HTMLDetailsElement).open && !full) void getService(id).then(setFull, () => setFull(service));
  };
  return (
    <article class="card" data-service={service.name}>
      <header class="card__head">
        <div>
          <Heading class="card__name" {...dutch()}><a href={`#/aanbod/${id}`}>{service.displayName}</a></Heading>
          <p class="card__by" {...dutch()}>{[service.organizationDetail?.displayName, service.profile?.kind ? kindName(service.profile.kind) : ''].filter((text) => text && text !== service.displayName).join(' · ')}</p>
        </div>
        {phone && <a class="card__call" href={`tel:${telephone(phone)}`} aria-label={t('call', {number: phone})}><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 2h3l1.2 3.2L5.6 6.4a8 8 0 0 0 4 4l1.2-1.6L14 10v3c0 .6-.4 1-1 1A11 11 0 0 1 2 3c0-.6.4-1 1-1Z" /></svg>{phone}</a>}
      </header>
      {service.status === 'SERVICE_STATUS_TEMPORARILY_CLOSED' && <p class="notice">{t('temporarilyClosed')}</p>}
      {service.alert && <p class="notice" {...dutch()}>{service.alert}</p>}
      {snippet && <p class="card__snippet" {...dutch()}>{snippet}</p>}
      {why && why.length > 0 && <ul class="why" aria-label={t('whyFits')} {...dutch()}>{why.map(({text, sure}) => <li key={text} class={sure ? undefined : 'why__ask'}>{text}</li>)}</ul>}
      {service.applicationProcess && <p class="card__apply"><span class="label">{t('labelApply')}</span> <span {...dutch()}>{service.applicationProcess}</span></p>}
      <Facts facts={shortFacts(found)} />
      <footer class="card__foot">
        <details class="fold" onToggle={unfold}>
          <summary>{t('details')}<span class="visually-hidden">: {service.displayName}</span></summary>
          {full ? <div class="card__more"><ContactList service={full} /><Facts facts={longFacts(full)} wide /></div> : <p class="quiet">{t('loading')}</p>}
        </details>
        <label class="compare-choice"><input type="checkbox" checked={compared.includes(id)} aria-label={t('compareNamed', {name: service.displayName ?? ''})} onChange={() => toggleCompared(id)} /><span aria-hidden="true">{t('compare')}</span></label>
      </footer>
    </article>
  );
}
