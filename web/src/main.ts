import { createApp } from 'vue';
import { z } from 'zod';
import './styles/base.css';
import App from './ui/App.vue';

// The page's policy forbids making code from text, which zod would otherwise try first.
z.config({ jitless: true });

createApp(App).mount('#app');
