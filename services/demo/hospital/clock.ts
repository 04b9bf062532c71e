/** The simulated clock: runs with the real one, faster, or stands. Pure. */

export interface Clock {
  readonly real: number;
  readonly simulated: number;
  /** 0 stands, 1 as the world does, at most 3600. */
  readonly speed: number;
}

export const timeAt = ({ real, simulated, speed }: Clock, now: number): number => simulated + Math.max(0, now - real) * speed;

/** From this moment on at another speed. */
export const atSpeed = (clock: Clock, speed: number, now: number): Clock => ({ real: now, simulated: timeAt(clock, now), speed });

/**
 * After the programme was away: a clock that goes with the world goes on with it, so that today is today; one that was
 * ahead goes on from where it was.
 */
export const woken = (clock: Clock, now: number): Clock => ({ real: now, simulated: Math.max(clock.simulated, clock.speed === 0 ? clock.simulated : now), speed: clock.speed === 0 ? 0 : 1 });
