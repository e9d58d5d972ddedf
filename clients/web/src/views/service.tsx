// One service, whole, under an address that can be sent to a colleague.
import {useApp} from '../app_context.ts';
import {kindName} from '../model/domain.ts';
import {applyFact, longFacts, points, shortFacts} from '../model/service_view.ts';
import {ContactList} from '../parts/contact.tsx';
import {Facts} from '../parts/facts.tsx';
import {Failure} from '../parts/failure.tsx';
import {MapToggle} from '../parts/map_toggle.tsx';
import {Report} from '../parts/report.tsx';
import {useServices} from '../parts/use_services.ts';
import {dutch, t} from '../text/index.ts';

export function ServiceView({id}: {id: string}) {
  const {consult} = useApp();
  const {services, failure, ready} = useServices([id]);
  const [service] = services;
  const found = consult?.response?.ladder?.flatMap((step) => step.suggestions ?? []).find((suggestion) => suggestion.service?.name === `services/${id}`);
  return (
    <article class="service">
      <p><a class="utrecht-link" href="#/" onClick={(event) => { if (history.length > 1) { event.preventDefault(); history.back(); } }}>← {t('back')}</a></p>
      <header class="view-head">
        <h1 class="view-title" tabIndex={-1} {...dutch()}>{service?.displayName ?? (ready ? t('errorTitle') : t('loading'))}</h1>
        {service && <p class="card__by" {...dutch()}>{[service.organizationDetail?.displayName, service.profile?.kind ? kindName(service.profile.kind) : ''].filter(Boolean).join(' · ')}</p>}
      </header>
      {failure && (failure.startsWith('not_found') ? <p class="notice">{t('serviceMissing')}</p> : <Failure failure={failure} />)}
      {service && (
        <div class="service__columns">
          <div>
            {service.status === 'SERVICE_STATUS_TEMPORARILY_CLOSED' && <p class="notice">{t('temporarilyClosed')}</p>}
            {service.alert && <p class="notice" {...dutch()}>{service.alert}</p>}
            {service.description && <section aria-labelledby="about"><h2 class="section-title" id="about">{t('serviceAbout')}</h2><p class="service__text" {...dutch()}>{service.description}</p></section>}
            <section aria-labelledby="practical"><h2 class="section-title" id="practical">{t('servicePractical')}</h2><Facts facts={[...shortFacts({...found, service}), ...applyFact(service), ...longFacts(service)]} wide /></section>
            {service.organizationDetail?.description && <section aria-labelledby="organization"><h2 class="section-title" id="organization">{t('labelOrganization')}</h2><p class="service__text" {...dutch()}>{service.organizationDetail.description}</p></section>}
          </div>
          <div>
            <section class="panel" aria-labelledby="contact"><h2 class="panel__title" id="contact">{t('serviceContact')}</h2><ContactList service={service} /></section>
            {points([service]).length > 0 && <MapToggle services={[service]} place={consult?.response?.place} />}
            <Report name={service.name ?? ''} />
          </div>
        </div>
      )}
    </article>
  );
}
