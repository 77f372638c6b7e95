using UnrealSharp.Log;

namespace UnrealAsyncTick;

/// <summary>For what must be said while the plugin's own log cannot be reached.</summary>
[CustomLog(ELogVerbosity.Log)]
internal static partial class LogUnrealAsyncTick
{
}
