namespace AsyncTick.Net.Tests;

/// <summary>The other half of a conversation, in Python: see the folder Peers.</summary>
public static class Peer
{
    public static ServerProcess Start(string script, params object[] arguments) =>
        ServerProcess.Start("python3", ["-u", Path.Combine(AppContext.BaseDirectory, "Peers", script), .. arguments.Select(argument => $"{argument}")]);
}
