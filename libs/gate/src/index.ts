export { harms, harmsIn, withoutNames, type Harm, type HarmCode } from './harm.rules.js';
export { readable } from './clauses.js';
export { finding, findings, type Finding, type FindingCode, type Weight } from './findings.js';
export { judgeReply, type GateContext } from './gate.rules.js';
export { bandsOf, equality, sameFrom } from './similarity.rules.js';
