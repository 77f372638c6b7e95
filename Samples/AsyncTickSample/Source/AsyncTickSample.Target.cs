// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

using UnrealBuildTool;

public class AsyncTickSampleTarget : TargetRules
{
    public AsyncTickSampleTarget(TargetInfo Target) : base(Target)
    {
        Type = TargetType.Game;
        DefaultBuildSettings = BuildSettingsVersion.Latest;
        IncludeOrderVersion = EngineIncludeOrderVersion.Latest;
        ExtraModuleNames.Add("AsyncTickSample");
    }
}
