import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../app/config.ts';
import { projectRoot } from '../../app/project-root.ts';
import { play } from '../../app/replay/play.ts';
import { parseScenes } from '../../app/replay/scene.ts';
import { openThrowaway } from '../../app/throwaway.ts';
import { parseGold } from './gold.ts';
import { figuresOf, type SceneScore, scoreScene } from './scenes.ts';

/** `npm run exam:scenes -- scenes.jsonl [--said] [only-id …]`: scenes with their answers through the real pipeline, and how it did. */
const [file, ...rest] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: npm run exam:scenes -- <scenes.jsonl> [--said] [scene id …]');
const only = rest.filter((one) => !one.startsWith('--'));
const text = readFileSync(file, 'utf8');
const answers = new Map(parseGold(text).map((one) => [one.id, one]));
const scenes = parseScenes(text, file).filter((one) => only.length === 0 || only.includes(one.id));
const root = projectRoot();
const config = loadConfig(join(root, 'config'));
const throwaway = await openThrowaway(root);
const scores: SceneScore[] = [];
try {
  for (const scene of scenes) {
    const answer = answers.get(scene.id);
    if (!answer) continue;
    const result = await throwaway.withDatabase((db) => play(db, config, scene));
    const score = scoreScene(answer, result);
    scores.push(score);
    console.log(
      `${score.id}: tickets ${score.matched}/${score.wanted} (opened ${score.opened}), messages ${score.ownedRight}/${score.owned}, left alone ${score.freeRight}/${score.free}, department ${score.department}, urgency ${score.urgency}, end ${score.endState}, group ${score.groupSentences}`,
    );
    for (const line of score.wrong) console.log(`   ${line}`);
    if (rest.includes('--said'))
      for (const one of result.said) console.log(`   > [${one.after}] ${one.chat}: ${one.text.replaceAll('\n', ' / ')}`);
  }
} finally {
  await throwaway.stop();
}
const sum = (read: (one: SceneScore) => number) => scores.reduce((total, one) => total + read(one), 0);
const figures = figuresOf(scores);
const percent = (value: number) => value.toFixed(3);
console.log(`
scenes ${scores.length}
ticket F1 ${percent(figures.f1)} (precision ${percent(figures.precision)}, recall ${percent(figures.recall)}; ${sum((one) => one.matched)} of ${sum((one) => one.wanted)}, opened ${sum((one) => one.opened)})
messages on the right ticket ${percent(figures.owned)} (${sum((one) => one.ownedRight)}/${sum((one) => one.owned)}); with those of none ${percent(figures.all)} (left alone ${sum((one) => one.freeRight)}/${sum((one) => one.free)})
department ${sum((one) => one.department)}, urgency ${sum((one) => one.urgency)}, end state ${sum((one) => one.endState)} of ${sum((one) => one.matched)}
reopens ${sum((one) => one.reopensRight)}/${sum((one) => one.reopens)}, needless ${sum((one) => one.reopensWrong)}; tickets in scenes that hold none ${sum((one) => one.needless)}
sentences in the group per ticket ${percent(figures.sentencesPerTicket)}`);
