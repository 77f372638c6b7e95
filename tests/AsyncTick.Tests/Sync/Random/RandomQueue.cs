namespace AsyncTick.Tests.Sync;

/// <summary>Producers have even ids, consumers odd ones. Each item is the id of its producer.</summary>
internal sealed class RandomQueue : RandomTurns
{
    private readonly AsyncQueue<int> _queue;
    private readonly int _max;
    private readonly List<int> _items = [];
    private readonly List<int> _taken = [];
    private int _put;
    private int _promisedItems;
    private int _promisedPlaces;

    public RandomQueue(int seed)
        : base(seed)
    {
        _max = Random.Next(1, 4);
        _queue = new AsyncQueue<int>(_max);
    }

    protected override void Arrive(int id)
    {
        if (IsProducer(id))
        {
            if (FreePlaces > 0 && !Line.Exists(IsProducer))
            {
                Put(id);
            }
            else
            {
                Line.Add(id);
            }

            Begin(id, async () =>
            {
                await _queue.EnqueueAsync(id);
                return "";
            });
        }
        else
        {
            if (FreeItems > 0 && !Line.Exists(IsConsumer))
            {
                Take(id);
            }
            else
            {
                Line.Add(id);
            }

            Begin(id, async () => $" takes {await _queue.DequeueAsync()}");
        }
    }

    protected override void Operate()
    {
        if (Random.Next(2) == 0)
        {
            var item = 1_000_000 + _put;
            var fits = FreePlaces > 0 && !Line.Exists(IsProducer);
            Assert.That(_queue.TryEnqueue(item), Is.EqualTo(fits));
            if (fits)
            {
                Add(item);
            }
        }
        else
        {
            var has = FreeItems > 0;
            Assert.That(_queue.TryDequeue(out var item), Is.EqualTo(has));
            if (has)
            {
                Assert.That(item, Is.EqualTo(_items[0]));
                RemoveFirst();
            }
        }
    }

    protected override void Resume(int id)
    {
        var isCanceled = Canceled.Contains(id);
        if (IsProducer(id))
        {
            _promisedPlaces--;
            if (isCanceled)
            {
                GrantWhatThereIs();
            }
            else
            {
                Put(id);
            }
        }
        else
        {
            _promisedItems--;
            if (isCanceled)
            {
                GrantWhatThereIs();
            }
            else
            {
                Take(id);
            }
        }
    }

    protected override void AssertObject(string when)
    {
        Assert.That((_queue.Count, _queue.ConsumerIds.Count, _queue.ProducerIds.Count), Is.EqualTo((_items.Count, Line.Count(IsConsumer), Line.Count(IsProducer))), when);
        Assert.That(_items.Count, Is.LessThanOrEqualTo(_max), when);
        Assert.That(_taken.Distinct().Count(), Is.EqualTo(_put - _items.Count), $"{when}: an item was lost or doubled");
    }

    private static bool IsProducer(int id) => id % 2 == 0;

    private static bool IsConsumer(int id) => id % 2 != 0;

    private int FreePlaces => _max - _items.Count - _promisedPlaces;

    private int FreeItems => _items.Count - _promisedItems;

    private void Put(int id)
    {
        Expected.Add($"{id}");
        Add(id);
    }

    private void Take(int id)
    {
        Expected.Add($"{id} takes {_items[0]}");
        RemoveFirst();
    }

    private void Add(int item)
    {
        _items.Add(item);
        _put++;
        GrantWhatThereIs();
    }

    private void RemoveFirst()
    {
        _taken.Add(_items[0]);
        _items.RemoveAt(0);
        GrantWhatThereIs();
    }

    private void GrantWhatThereIs()
    {
        while (FreeItems > 0 && Line.FindIndex(IsConsumer) is >= 0 and var consumer)
        {
            _promisedItems++;
            Ready.Add(Line[consumer]);
            Line.RemoveAt(consumer);
        }

        while (FreePlaces > 0 && Line.FindIndex(IsProducer) is >= 0 and var producer)
        {
            _promisedPlaces++;
            Ready.Add(Line[producer]);
            Line.RemoveAt(producer);
        }
    }
}
