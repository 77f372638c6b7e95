using AsyncTick.Headless;

return HeadlessProgram.Run(args, "AsyncTick.Headless");
