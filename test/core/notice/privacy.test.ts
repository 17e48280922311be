import { describe, expect, it } from 'vitest';
import type { Directory } from '../../../core/directory.ts';
import { DIRECTORY, DUTY_GROUP, ENVIRONMENT_GROUP, PLANNING_GROUP, WORK, without } from '../routing/world.ts';
import { SCENES, sensitive } from './scenes.ts';
import { type Said, saidOfEach, saidOfLast, script } from './stage.ts';

/** Whatever tells what a ticket of these scenes is about, who reported it, or what anybody said of it. */
const CONTENT = [
  '污水管',
  '车间进水',
  '雨水管',
  '碳谷',
  '蓝鳍',
  '顺竿',
  '于厂长',
  '隋丽娜',
  '丛玉洁',
  '南门',
  '漏水',
  '还没解决',
  '自行解决',
  '疏通',
  '抢修',
  '下午上门',
  '管网改造',
  '规划许可',
  '本单位职责',
  '情况属实',
  '排水许可',
  '专家评审',
  '局里打电话',
];

const WORLDS: readonly { readonly world: string; readonly directory: Directory }[] = [
  { world: 'everybody can be reached', directory: DIRECTORY },
  { world: 'nobody has a private chat', directory: without(DIRECTORY, 101, 107, 108, 109, 110, 120, 121, 130, 131) },
  { world: 'only the reporter has none', directory: without(DIRECTORY, 101) },
  { world: 'the departments have no groups', directory: without(DIRECTORY, ENVIRONMENT_GROUP, PLANNING_GROUP) },
  {
    world: 'there is nothing but the two groups',
    directory: without(DIRECTORY, ENVIRONMENT_GROUP, PLANNING_GROUP, 101, 107, 108, 109, 110, 120, 121, 130, 131),
  },
  { world: 'the duty desk has no group', directory: without(DIRECTORY, DUTY_GROUP, ENVIRONMENT_GROUP) },
];

const inGroups = (said: readonly (readonly Said[])[]) => said.flat().filter(({ kind }) => kind === 'group');

describe('a sensitive ticket', () => {
  describe.each(WORLDS)('where $world', ({ directory }) => {
    it.each(SCENES.map(sensitive))('$event, $what: no group reads any of it', ({ acts }) => {
      for (const { text, draft } of inGroups(saidOfEach(acts, directory))) {
        for (const word of CONTENT) expect(text).not.toContain(word);
        expect(draft.quoteSource ?? false).toBe(false);
      }
    });
  });

  it('is a test that could fail: the same scenes, not sensitive, say it all in groups', () => {
    const text = SCENES.flatMap(({ acts }) => inGroups(saidOfEach(acts)))
      .map((one) => one.text)
      .join('\n');
    for (const word of ['污水管', '碳谷', '于厂长', '隋丽娜', '南门', '漏水', '疏通', '抢修']) expect(text).toContain(word);
  });

  it('sends no files to a group', () => {
    for (const scene of SCENES.map(sensitive)) {
      const withFiles = inGroups(saidOfEach(scene.acts)).filter(({ draft }) => draft.mediaOf !== undefined);
      expect(script(withFiles)).toEqual([]);
    }
  });

  const scene = (event: string, what: string) => {
    const found = SCENES.find((one) => one.event === event && one.what === what);
    if (found === undefined) throw new Error(`no scene ${event}, ${what}`);
    return sensitive(found).acts;
  };

  it('is given whole to whoever is to handle it, alone', () => {
    expect(script(saidOfLast(scene('dispatched', 'straight to a department')))).toEqual([
      '1 receipt: 收到，已受理 #128（环保局）。内容不便在群里说，后续请私聊小汇。',
      '2 dispatch: 【派单】#128 环保局 ⏎ 内容不便在群里说，请私聊小汇发「查询 128」查看。 ⏎ 请发「签收 128」接单；有进展发「回复 128 内容」；办好发「办结 128 结果」；不属于本单位发「退单 128 理由」。',
      '107 dispatch-private: 【派单】#128 环保局 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 派单原因：属于环保局职责 ⏎ 请发「签收 128」接单；有进展发「回复 128 内容」；办好发「办结 128 结果」；不属于本单位发「退单 128 理由」。',
    ]);
  });

  it('is given whole, once, to a department that has no group', () => {
    const said = saidOfLast(scene('dispatched', 'straight to a department'), without(DIRECTORY, ENVIRONMENT_GROUP));
    expect(said.map(({ chat, name }) => `${chat} ${name}`)).toEqual(['1 receipt', '107 dispatch']);
    expect(said[1]?.text).toContain('污水管堵了');
  });

  it('is read whole by whoever sits at the duty desk', () => {
    const said = saidOfLast(scene('triaged', 'unsure'));
    expect(said.map(({ chat, name }) => `${chat} ${name}`)).toEqual(['1 receipt', '3 triage-ask', '130 triage-ask-private']);
    expect(said[2]?.text).toContain('污水管堵了');
  });

  it('is answered to the reporter alone, and the group reads that there is an answer', () => {
    expect(script(saidOfLast(scene('answered', 'by the department')))).toEqual([
      '101 answer: #128 环保局答复：管道已疏通',
      '1 answer-group: #128 已有答复，请看私聊。',
    ]);
  });

  it('of somebody who cannot be written to alone says truly how to read the answer', () => {
    expect(script(saidOfLast(scene('answered', 'by the department'), without(DIRECTORY, 101)))).toEqual([
      '1 answer: #128 已有答复，内容不便在群里说，请私聊小汇发「查询 128」。',
    ]);
  });

  it('says 办结 in the group without the result', () => {
    const said = saidOfLast(scene('closed', 'after an answer')).filter(({ chat }) => chat === WORK);
    expect(script(said)).toEqual(['1 closed-group: #128 已办结，请看私聊。']);
  });
});
