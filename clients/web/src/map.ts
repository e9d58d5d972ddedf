// The map itself, in a file of its own that is fetched when somebody wants it. Points, a circle and the rough outline of the gemeente;
// pictures of the land only from where the owner of the server said (model/tiles.ts).
import {circle, circleMarker, control, latLng, latLngBounds, map, polygon, tileLayer} from 'leaflet';
import type {Corner} from './api/client.ts';
import type {Point} from './model/service_view.ts';
import {serviceId} from './model/route.ts';
import {meta, tilesBy, tilesUrl} from './model/tiles.ts';

const placeRadiusM = 2000;

// Resolves when the style is there: the map measures itself.
export function loadStyle(): Promise<void> {
  const there = document.querySelector('link[data-map]');
  if (there) return Promise.resolve();
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.dataset.map = '';
    link.href = meta('sk-map-style');
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}

const escape = (text: string) => text.replace(/[&<>]/g, (sign) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;'})[sign] ?? '');

export interface Shown {
  points: Point[];
  around: Corner | undefined;  // the place that was asked
  placeName: string;
  outline: Corner[];           // of its gemeente; empty = not known
}

export function showMap(box: HTMLElement, {points, around, placeName, outline}: Shown, open: (id: string) => void): () => void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const view = map(box, {attributionControl: false, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, scrollWheelZoom: false});
  control.scale({imperial: false}).addTo(view);
  if (tilesUrl()) {
    control.attribution({prefix: false}).addTo(view);
    tileLayer(tilesUrl(), {maxZoom: 18, attribution: escape(tilesBy())}).addTo(view);
  }
  // The view first: a circle of so many metres can only be drawn on a map that has one.
  const bounds = latLngBounds(points.map((point) => [point.latitude, point.longitude]));
  if (around?.latitude !== undefined && around.longitude !== undefined) bounds.extend(latLng(around.latitude, around.longitude).toBounds(2 * placeRadiusM));
  const corners = outline.map(({latitude = 0, longitude = 0}) => latLng(latitude, longitude));
  if (corners.length > 0) bounds.extend(latLngBounds(corners));
  view.fitBounds(bounds.pad(corners.length > 0 ? 0.05 : 0.15), {animate: false, maxZoom: 13});
  if (corners.length > 0) polygon(corners, {className: 'map-outline', interactive: false}).addTo(view);
  if (around?.latitude !== undefined && around.longitude !== undefined) {
    circle([around.latitude, around.longitude], {radius: placeRadiusM, className: 'map-place', interactive: false}).bindTooltip(placeName, {permanent: true, direction: 'bottom', className: 'map-label'}).addTo(view);
  }
  // Services at one address share a point, and its names.
  const byPoint = grouped(points);
  for (const group of byPoint.values()) {
    const [first] = group;
    if (!first) continue;
    const marker = circleMarker([first.latitude, first.longitude], {radius: 9, className: 'map-point'}).addTo(view);
    const names = document.createElement('ul');
    names.className = 'map-names';
    for (const point of group) {
      const item = names.appendChild(document.createElement('li'));
      const link = item.appendChild(document.createElement('a'));
      link.textContent = point.name;
      link.href = `#/aanbod/${serviceId(point.id)}`;
      link.addEventListener('click', (event) => {
        event.preventDefault();
        open(serviceId(point.id));
      });
    }
    marker.bindPopup(names);
    marker.bindTooltip(group.map((point) => point.name).join(', '));
  }
  return () => view.remove();
}

const keyOf = (point: Point) => `${point.latitude},${point.longitude}`;

function grouped(points: Point[]): Map<string, Point[]> {
  const groups = new Map<string, Point[]>();
  for (const point of points) groups.set(keyOf(point), [...(groups.get(keyOf(point)) ?? []), point]);
  return groups;
}
