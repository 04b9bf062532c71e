/** Saying a line: in its turn, again while the platform is away, and not any more once somebody has the value. */
import type { GroupRobot } from '../../../bots/bot.ts';
import { Failure, failureClassOf } from '../../core/errors.ts';
import type { JobContext } from '../../core/module.ts';
import { noteLine, noteRest } from './actions.ts';
import type { Line, lineToSay } from './queries.ts';

export type Robots = Readonly<Record<Line['platform'], GroupRobot>>;

export async function sayLine(context: JobContext, robots: Robots, toSay: ReturnType<typeof lineToSay>, message: string): Promise<void> {
  const line = await context.ask(toSay, { message });
  if (line === null) return context.run(noteLine, { message, state: 'needless' });
  // Not its turn: the sweep of the next minute asks again. Saying more than the platform takes would silence the robot for minutes.
  if (line.turn > context.now) return;
  const robot = robots[line.platform];
  try {
    await robot.say(line, line.text);
  } catch (error) {
    return afterFailure(context, robot, line, message, error);
  }
  await context.run(noteLine, { message, state: 'sent' });
}

/** "Perhaps said" is said again: twice in a group does no harm, not at all may. */
async function afterFailure(context: JobContext, robot: GroupRobot, line: Line, message: string, error: unknown): Promise<void> {
  const code = error instanceof Failure ? error.vendorCode : 'fault';
  if (code === 'too-fast') return context.run(noteRest, { robot: line.robot, until: new Date(context.now.getTime() + robot.restMs) });
  if (!(error instanceof Failure)) throw error;
  // Away for the moment: the line waits, and the next sweep asks again.
  if (failureClassOf(error) !== 'permanent') return context.log.warn({ robot: line.robot, code }, 'a group robot could not be reached');
  context.log.warn({ robot: line.robot, code }, 'a group robot refused for good');
  await context.run(noteLine, { message, state: 'failed', failure: code });
}
