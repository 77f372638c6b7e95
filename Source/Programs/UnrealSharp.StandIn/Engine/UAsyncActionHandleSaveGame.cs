using UnrealSharp.StandIn;

namespace UnrealSharp.Engine;

/// <summary>Saves or loads a game off the game thread. As in the engine nothing can stop it.</summary>
public partial class UAsyncActionHandleSaveGame : UBlueprintAsyncActionBase
{
    private TMulticastDelegate<FOnAsyncHandleSaveGame>? _completed;
    private USaveGame? _saved;
    private string _slot = "";

    public TMulticastDelegate<FOnAsyncHandleSaveGame> Completed
    {
        get => _completed ??= SimulatedMemory.GetDelegate<FOnAsyncHandleSaveGame>(this, nameof(Completed));
        set => _completed = value;
    }

    public static UAsyncActionHandleSaveGame AsyncSaveGameToSlot(USaveGame saveGameObject, string slotName, int userIndex)
    {
        var action = NewObject<UAsyncActionHandleSaveGame>();
        (action._saved, action._slot) = (saveGameObject, slotName);
        return action;
    }

    public static UAsyncActionHandleSaveGame AsyncLoadGameFromSlot(string slotName, int userIndex)
    {
        var action = NewObject<UAsyncActionHandleSaveGame>();
        action._slot = slotName;
        return action;
    }

    public override void Activate()
    {
        var engine = Engine;
        engine.PostToGameThread(engine.RequireWorld().NativeObject, () =>
        {
            if (_saved is not null && _slot.Length > 0)
            {
                engine.SavedGames[_slot] = _saved;
            }

            var found = engine.SavedGames.GetValueOrDefault(_slot);
            SimulatedEngine.Broadcast(this, nameof(Completed), found, found is not null);
            MarkAsGarbage();
        });
    }
}
