using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AsyncTick;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>What waits for calls of one delegate: those that came and were not read yet. One object serves many waits, one after the other. Game thread only.</summary>
/// <typeparam name="TCall">What a call brings.</typeparam>
internal abstract class DelegateWait<TCall> : EngineWait, ICallSink
{
    private readonly Queue<TCall> _calls = [];
    private AsyncAutoResetEvent? _own;
    private GameLoop? _loop;
    private Func<TCall, bool>? _filter;
    private CallOverflow _overflow;
    private int _capacity;
    private int _use;
    private Exception? _fault;

    /// <summary>Set when there is something to read.</summary>
    public AsyncAutoResetEvent Filled { get; private set; } = null!;

    /// <summary>Whether nothing more will come.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Its first call's place among those of all waits.</summary>
    public long Order { get; private set; }

    /// <summary>Begins to listen, for the calling task.</summary>
    /// <exception cref="InvalidOperationException">Called outside of a task.</exception>
    public void Open(UObject owner, int capacity, CallOverflow overflow, Func<TCall, bool>? filter, AsyncAutoResetEvent? filled = null)
    {
        Register(owner);
        var loop = Async.Loop;
        if (_loop != loop)
        {
            (_loop, _own) = (loop, null);
        }

        Filled = filled ?? (_own ??= new AsyncAutoResetEvent(name: "delegate"));
        (_capacity, _overflow, _filter) = (capacity, overflow, filter);
        Bind(owner);
    }

    public void Take<T>(T call)
    {
        if (_loop is { IsOnLoopThread: false } loop)
        {
            TakeLater(loop, call);
        }
        else if (typeof(T) == typeof(TCall))
        {
            Keep(Unsafe.As<T, TCall>(ref call));
        }
        else
        {
            Debug.Assert(typeof(TCall) == typeof(DelegateCall), "a listener of another signature");
            var untyped = DelegateCall.From(call);
            Keep(Unsafe.As<DelegateCall, TCall>(ref untyped));
        }
    }

    /// <summary>Waits for the next call.</summary>
    /// <exception cref="ObjectDestroyedException">The object was destroyed first.</exception>
    public async PooledTask<TCall> Read(string file, int line)
    {
        await Filled.WaitAsync(file, line);
        return TryRead(out var call) ? call : throw new ObjectDestroyedException("The object was destroyed before its delegate was called.");
    }

    /// <summary>Reads the next call; false when there is none now.</summary>
    /// <exception cref="Exception">What a filter threw.</exception>
    public bool TryRead(out TCall call)
    {
        if (_calls.TryDequeue(out call!))
        {
            return true;
        }

        if (_fault is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return false;
    }

    public sealed override void OwnerIsGone()
    {
        HasEnded = true;
        Filled.Set();
    }

    public sealed override void Close()
    {
        if (!Unregister())
        {
            return;
        }

        // Each of them may keep the code that waited.
        _use++;
        _calls.Clear();
        _filter = null;
        _fault = null;
        HasEnded = false;
        Order = 0;
        if (_own is { } own && (own.IsSet || own.WaiterCount > 0))
        {
            _own = null;
        }

        Filled = null!;
        Unbind();
    }

    protected abstract void Bind(UObject owner);

    protected abstract void Unbind();

    private void Keep(TCall call)
    {
        if (HasEnded || _fault is not null || !Passes(call))
        {
            return;
        }

        if (_calls.Count == _capacity)
        {
            switch (_overflow)
            {
                case CallOverflow.DropNewest:
                    return;
                case CallOverflow.DropOldest:
                    _calls.Dequeue();
                    break;
                default:
                    _fault = new InvalidOperationException($"More than {_capacity} calls of a delegate waited to be read; give All a greater capacity, or choose what is dropped.");
                    return;
            }
        }

        if (Order == 0)
        {
            Order = Scopes.Waits.NextOrder();
        }

        _calls.Enqueue(call);
        Filled.Set();
    }

    private bool Passes(TCall call)
    {
        try
        {
            return _filter is null || _filter(call);
        }
        catch (Exception fault)
        {
            _fault = fault;
            Filled.Set();
            return false;
        }
    }

    // The engine calls delegates on the game thread; code of a game may call one on another.
    private void TakeLater<T>(GameLoop loop, T call)
    {
        var use = _use;
        loop.Post(() =>
        {
            if (use == _use && IsOpen)
            {
                Take(call);
            }
        });
    }
}
