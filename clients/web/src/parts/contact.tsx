// How to reach a service: its own numbers, and the direct line for professionals.
import type {Service} from '../api/types.ts';
import {telephone} from '../model/format.ts';
import {dutch, t} from '../text/index.ts';

function Call({number, what}: {number: string; what?: string | undefined}) {
  return <li><a class="utrecht-link" href={`tel:${telephone(number)}`} aria-label={t('call', {number})}>{number}</a>{what && <span class="quiet"> {what}</span>}</li>;
}

const host = (url: string) => url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');

export function ContactList({service}: {service: Service}) {
  const contacts = service.contacts ?? [];
  return (
    <div class="contact" {...dutch()}>
      <ul class="plain">
        {(service.phones ?? []).map((phone) => <Call key={phone.number} number={phone.number ?? ''} what={phone.description} />)}
        {service.email && <li><a class="utrecht-link" href={`mailto:${service.email}`}>{service.email}</a></li>}
        {service.url && <li><a class="utrecht-link" href={service.url} rel="noreferrer noopener" target="_blank">{host(service.url)}</a></li>}
      </ul>
      {contacts.length > 0 && (
        <div class="contact__direct">
          <p class="label">{t('labelContact')}</p>
          {contacts.map((contact, index) => (
            <div key={index}>
              <p>{[contact.name, contact.title, contact.department].filter(Boolean).join(', ')}</p>
              <ul class="plain">
                {(contact.phones ?? []).map((phone) => <Call key={phone.number} number={phone.number ?? ''} what={phone.description} />)}
                {contact.email && <li><a class="utrecht-link" href={`mailto:${contact.email}`}>{contact.email}</a></li>}
              </ul>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
