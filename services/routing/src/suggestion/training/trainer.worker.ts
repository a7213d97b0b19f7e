// A thread that trains once and ends: no message waits for it, and its heap is its own.
import { parentPort, workerData } from 'node:worker_threads';
import { trainModel } from './train-model.js';

const { databaseUrl, now } = workerData as { databaseUrl: string; now: Date };
parentPort?.postMessage(await trainModel(databaseUrl, now));
