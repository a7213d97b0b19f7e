export * from './connect.js';
export * from './patient-fetch.js';
export * from './refusal.js';
export * from './webhook.js';
