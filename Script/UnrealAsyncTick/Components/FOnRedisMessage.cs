using UnrealSharp.Attributes;

namespace UnrealAsyncTick;

/// <summary>A message was published.</summary>
[UMultiDelegate]
public delegate void FOnRedisMessage(string channel, string text);
