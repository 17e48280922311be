import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadConfig } from '../../app/config.ts';
import { createSegment, directoryLessons, shippedLessons, shippedListening } from '../../app/listening.ts';
import { projectRoot } from '../../app/project-root.ts';
import { DepartmentCode } from '../../core/ids.ts';
import { createLocalInterpreter, type Listening } from '../../core/understand/local.ts';
import { type Lesson, trainEars } from '../../core/understand/model/ears.ts';
import { seeded } from '../../core/understand/model/linear.ts';
import { Intent, type Understanding } from '../../core/understand/port.ts';
import { Question } from '../../core/understand/question.ts';
import { takenFor } from '../../core/understand/taken.ts';
import { type Answer, f1, interval, type Marks, marksOf, type Share } from './score.ts';

/** `npm run exam`: how well one message is understood, on messages nobody learnt from. */
const root = projectRoot();
const config = loadConfig(join(root, 'config'));

interface Options {
  readonly curve?: boolean;
  readonly wrong?: boolean;
}

new Command('exam')
  .argument('[files...]', 'exam files; without any, those of corpus/exam')
  .option('--curve', 'the same with an eighth, a quarter and a half of the lessons')
  .option('--wrong', 'every message that was misunderstood')
  .action((files: string[], options: Options) => {
    const questions = (files.length > 0 ? files : ownExams()).flatMap(questionsOf);
    if (options.curve) return curve(questions);
    const answers = sit(questions, shippedListening(root, config)());
    print(marksOf(answers));
    if (options.wrong) for (const answer of answers) complain(answer);
  })
  .parse();

function ownExams(): string[] {
  const dir = join(root, 'corpus/exam');
  return readdirSync(dir)
    .filter((name) => name.startsWith('messages'))
    .map((name) => join(dir, name));
}

function questionsOf(file: string): Question[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Question.parse(JSON.parse(line)));
}

function sit(questions: readonly Question[], listening: Pick<Listening, 'ears' | 'segment'>): Answer[] {
  const departments = config.departments.map((one) => ({ ...one, code: DepartmentCode.parse(one.code) }));
  const interpreter = createLocalInterpreter({ departments, enterprises: config.enterprises }, listening);
  return questions.map((question) => ({
    question,
    understood: taken(interpreter.understand({ text: question.text, speaker: 'unknown', media: 0 })),
  }));
}

/** As `npm run cli -- understand` says it. */
function taken(understood: Understanding): Understanding {
  return { ...understood, intent: takenFor(understood, config.bot.triage.open) };
}

function curve(questions: readonly Question[]): void {
  const lessons = shippedLessons(root);
  const segment = createSegment(config);
  for (const part of [8, 4, 2, 1]) {
    const some = sample(lessons, lessons.length / part);
    const marks = marksOf(sit(questions, { segment, ears: trainEars([...some, ...directoryLessons(config)], segment) }));
    const line = (['recall', 'buttedIn', 'top1', 'top3'] as const).map((name) => `${name} ${percent(marks[name])}`);
    process.stdout.write(`${some.length} lessons: ${line.join(', ')}, urgency F1 ${f1(marks).toFixed(3)}\n`);
  }
}

function sample(lessons: readonly Lesson[], count: number): Lesson[] {
  const random = seeded(11);
  return lessons
    .map((lesson) => ({ lesson, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, Math.round(count))
    .map((one) => one.lesson);
}

function print(marks: Marks): void {
  const line = (name: string, share: Share): string => {
    const [from, to] = interval(share);
    return `${name.padEnd(34)} ${percent(share)}  ${share.right}/${share.of}  (${(from * 100).toFixed(1)}–${(to * 100).toFixed(1)} %)\n`;
  };
  const { hit, false: wrong, missed } = marks.urgency;
  process.stdout.write(
    [
      line('problems found', marks.recall),
      line('chit-chat, notices, ads taken for', marks.buttedIn),
      line('intent right', marks.intent),
      line('department first', marks.top1),
      line('department among the first three', marks.top3),
      `${'urgency F1'.padEnd(34)} ${f1(marks).toFixed(3)}  (${hit} found, ${wrong} false, ${missed} missed)\n\n`,
    ].join(''),
  );
  const intents = Intent.options.filter((one) => one !== 'command');
  process.stdout.write(`truth \\ heard  ${intents.map((one) => one.slice(0, 8).padStart(9)).join('')}\n`);
  for (const truth of intents) {
    const cells = intents.map((heard) => String(marks.confusion.get(`${truth} ${heard}`) ?? 0).padStart(9));
    process.stdout.write(`${truth.padEnd(15)}${cells.join('')}\n`);
  }
}

function complain({ question, understood }: Answer): void {
  const heard = understood.candidates.slice(0, 3).map((one) => `${one.department} ${one.score.toFixed(2)}`);
  const wrongDepartment =
    question.intent === 'problem' &&
    !understood.candidates.slice(0, 1).some((one) => one.department === question.dept || question.alt.includes(one.department));
  const wrongUrgency = question.urgent !== (understood.urgency !== 'normal');
  const why = [
    ...(question.intent === understood.intent ? [] : [`${question.intent} → ${understood.intent} ${understood.confidence.toFixed(2)}`]),
    ...(wrongDepartment ? [`${question.dept ?? ''} → ${heard.join(', ')}`] : []),
    ...(wrongUrgency ? [question.urgent ? 'urgent, missed' : `not urgent: ${understood.urgencyWords.join(' ')}`] : []),
  ];
  if (why.length > 0) process.stdout.write(`${question.id}  ${why.join('; ')}\n    ${question.text}\n`);
}

function percent({ right, of }: Share): string {
  return `${((100 * right) / Math.max(1, of)).toFixed(1)} %`;
}
