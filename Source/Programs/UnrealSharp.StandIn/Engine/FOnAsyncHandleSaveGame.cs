using UnrealSharp.Attributes;

namespace UnrealSharp.Engine;

/// <summary>Of <see cref="UAsyncActionHandleSaveGame.Completed"/>.</summary>
[UMultiDelegate]
public delegate void FOnAsyncHandleSaveGame(USaveGame? saveGame, bool success);
