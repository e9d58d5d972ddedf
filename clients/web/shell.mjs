// index.html: the page as it stands before its script runs, and without one. The form is plain HTML that the server can answer.
import {roles} from './roles.mjs';

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[c]);

export function renderShell({script, style, mapStyle, icon, manifest, licences, domain}) {
  const options = roles.map(([value, name]) => `<option value="${value}">${escape(name)}</option>`).join('');
  const lines = domain.helpLines.map(({name, phone}) => `<li><a class="utrecht-link" href="tel:${phone.replace(/\D/g, '')}">${escape(name)} <b>${phone}</b></a></li>`).join('');
  return `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="sk-tiles" content="">
<meta name="sk-tiles-by" content="">
<meta name="sk-map-style" content="${mapStyle}">
<meta name="description" content="Welke hulp past bij deze vraag, deze leeftijd en deze plaats? Advies voor praktijken, wijkteams en scholen.">
<title>Sociale kaart jeugd</title>
<link rel="icon" href="${icon}" type="image/svg+xml">
<link rel="manifest" href="${manifest}">
<link rel="license" href="${licences}">
<link rel="stylesheet" href="${style}">
<script type="module" src="${script}"></script>
</head>
<body>
<div id="app">
<header class="top"><div class="top__in"><a class="brand" href="./"><img class="brand__mark" src="${icon}" alt="" width="32" height="32"><span class="brand__name">Sociale kaart <span>jeugd</span></span></a></div></header>
<main id="inhoud" class="page">
<form class="ask ask--first" method="post" action="advies" id="static-form">
<h1 class="ask__title">Wat is er aan de hand?</h1>
<p class="ask__lead">Eén zin is genoeg. U krijgt de lichtste hulp die past, waarom, en wie dat hier biedt.</p>
<div class="ask__grid">
<div class="field field--question"><label class="utrecht-form-label" for="question">Vraag</label><input class="utrecht-textbox" id="question" name="question" maxlength="1000" autocomplete="off" required autofocus></div>
<div class="field field--age"><label class="utrecht-form-label" for="age">Leeftijd</label><input class="utrecht-textbox" id="age" name="age_years" inputmode="numeric" maxlength="4" autocomplete="off"></div>
<div class="field field--place"><label class="utrecht-form-label" for="place">Plaats of postcode</label><input class="utrecht-textbox" id="place" name="place" maxlength="80" autocomplete="off"></div>
<div class="field field--role"><label class="utrecht-form-label" for="role">U bent</label><select class="utrecht-select" id="role" name="requester_role">${options}</select></div>
<div class="field field--go"><button class="utrecht-button utrecht-button--primary-action" type="submit">Toon advies</button></div>
</div>
<p class="ask__privacy">Geen namen, geboortedata, telefoonnummers of BSN. De vraag wordt niet bewaard.</p>
</form>
</main>
<footer class="foot"><div class="foot__in"><h2 class="foot__title">Direct gevaar?</h2><ul class="foot__lines">${lines}</ul></div></footer>
</div>
</body>
</html>
`;
}
