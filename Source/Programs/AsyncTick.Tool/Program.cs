using AsyncTick.Headless;
using AsyncTick.Tool.Commands;

// What follows is the host's own command line.
if (args is ["host", ..])
{
    return HeadlessProgram.Run(args[1..], "asynctick host");
}

return await ToolCommandLine.RunAsync(args);
