import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../../base/index.ts'
import { makeSearchIndex, type PackedRules } from './make-search-index.ts'

/** A thread that makes the search index while the one that made it writes the tables. */

invariant(parentPort !== null, 'this file runs as a worker')
/** The thread that made this one passes exactly this. */
parentPort.postMessage(makeSearchIndex(workerData as PackedRules))
