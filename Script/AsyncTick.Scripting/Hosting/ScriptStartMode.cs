namespace AsyncTick.Scripting;

/// <summary>What starting a script does to a copy of it that is running.</summary>
public enum ScriptStartMode
{
    /// <summary>The running copy is canceled and has ended before the new one starts. If the new text does not compile, the old copy keeps running.</summary>
    Replace,

    /// <summary>The running copy keeps running beside the new one.</summary>
    Keep,
}
