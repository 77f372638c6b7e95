// Named in Config/DefaultUnrealAsyncTick.ini: runs when the editor has opened its first map, or the game plays.
await NextFrame();
Log("Type AsyncTickSample.Greet, or AsyncTick.List, into the console.");
