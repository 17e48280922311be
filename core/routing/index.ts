export { place, resolveDestination } from './resolve.ts';
export { assign, type RouteDecision, type RouteThresholds, route } from './route.ts';
